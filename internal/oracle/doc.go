// Package oracle is for tests: it holds what tether says of generated functions
// against what these functions do.
//
// A generated function opens resources and closes them, or not, in all the ways
// that the grammar knows: on branches, in loops, by defer, in closures and helpers,
// around panics. Each decision that it takes (whether an opener fails, which way a
// branch goes, how often a loop comes round) is read from a vector, so that it can
// be run over all of them. What is open and has no other owner when it returns, on
// some vector, leaks: that is the truth about an opener. Two properties follow.
//
//   - What leaks on no vector is not reported. There is no exception.
//   - What leaks on some vector is reported, or a [Limit] says why it is not.
//
// The same for launches: one that is called joined has ended, on every vector, when
// its launcher returns. Whether it has is asked inside a bubble of testing/synctest,
// in which "blocked" is a fact and no matter of time.
//
// A function is generated from a seed and a number, and is the same for ever after
// unless the grammar changes.
package oracle
