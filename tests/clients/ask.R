# R as a client: Rscript ask.R ENDPOINT QUERY. Says how many rows it got in each way, and the plan of Köping.
suppressPackageStartupMessages(library(SPARQL))
given <- commandArgs(trailingOnly = TRUE)
asked <- function(format) paste0(given[1], "?format=", format, "&query=", URLencode(given[2], reserved = TRUE))
said <- function(way, rows) {
  title <- gsub("^\"|\"?@sv$", "", grep("^\"?Kommunens", rows[[2]], value = TRUE))
  cat(sprintf("%s: %d rows, %s\n", way, nrow(rows), title))
}
# the package takes answers for Latin-1, whatever their charset, unless it is told
utf8 <- list(.encoding = "UTF-8")
said("read.csv", read.csv(asked("csv"), encoding = "UTF-8"))
said("read.delim", read.delim(asked("tsv"), encoding = "UTF-8"))
said("xml", SPARQL(given[1], given[2], curl_args = utf8)$results)
said("csv", SPARQL(given[1], given[2], format = "csv", extra = list(format = "csv"), curl_args = utf8)$results)
