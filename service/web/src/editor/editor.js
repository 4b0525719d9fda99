// The editor of queries: begins here.
