// Every page: what adds to it where JavaScript runs; each page works without.

import "./sankey.js";
import "./search.js";
