// The network as a picture to explore.
