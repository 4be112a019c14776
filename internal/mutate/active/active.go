// Package active holds the number of the mutant that is looked at; 0 is none.
package active

// Mutant is the number.
var Mutant int
