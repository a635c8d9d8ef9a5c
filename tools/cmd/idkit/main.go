// Idkit is the one binary that all build actions call.
package main

func main() {}
