// Package vars answers whether an expression has, when a goroutine gets to it, the value that it has
// where that is launched; and who changes a variable or a field. All of it errs towards a change.
//
// # The files
//
// fixed.go asks that of expressions, later.go of variables behind the launch; paths.go spells what
// an expression leads to. declfacts.go is what a declaration assigns to, and facts.go finds it.
// once.go, whilemade.go, written.go, setbeside.go, basebeside.go, heldbeside.go and tree.go are
// about fields and exported variables, which others may set; structof.go is what a field is of, and
// promoted.go is about embedded pointers, which shown.go says others may set by reflection.
// justset.go finds the variable that a field has just been set to, and between.go asks whether it
// has that value still.
// flags.go, unset.go and surelycalled.go say what something is at the launch: a parsed flag,
// nothing, not nil. valued.go asks whether anything says that it may be nil, by compared.go,
// converted.go, elements.go, givers.go, results.go, guards.go and, of files that the pass does not
// have, nilbeside.go.
package vars
