// Package vars answers whether an expression has, when a goroutine gets to it, the value that it has
// where that is launched; and who changes a variable or a field. All of it errs towards a change.
//
// # The files
//
// fixed.go asks that of expressions, later.go of variables behind the launch; paths.go spells what
// an expression leads to. declfacts.go is what a declaration assigns to, and facts.go finds it.
// once.go, whilemade.go, bymakers.go, setifnil.go, written.go and tree.go are about fields and exported
// variables, which others may set; structof.go is what a field is of, and promoted.go is about embedded
// pointers, which shown.go says others may set by reflection; pathread.go asks whether a path of them
// may be read at a launch, and surelythere.go, with reflected.go, whether what it is of is there. Of files that the pass does not have
// setbeside.go says what they set, by basebeside.go, spelled.go, copybeside.go and heldbeside.go.
// justset.go finds the variable that a field has just been set to, and between.go asks whether it
// has that value still, with quietcalls.go, which says what may be called in between.
// flags.go, unset.go, surelycalled.go and calledaround.go say what something is at the launch: a
// parsed flag, nothing, not nil. valued.go asks whether anything says that it may be nil, by compared.go,
// converted.go, elements.go, givers.go, results.go, guards.go and, of files that the pass does not
// have, nilbeside.go.
package vars
