// Every page: what adds to it where JavaScript runs; each page works without.
