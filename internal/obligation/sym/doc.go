// Package sym has symbolic values and states: what a walk of a function body knows at a point of
// a path.
//
// A [Value] stands for whatever an expression yields; two expressions are aliases where they have
// the same value. A [Table] numbers the values of one function and has what is known of each on
// all paths. A [State] has what one path knows: which value a variable or a field has, what
// branches have said of a value, which conditions the path has decided, which calls it has
// deferred, and how far the obligation that is followed has come.
//
// States are cheap to copy: their maps are persistent ([Map]). Where paths meet, [State.Join]
// forgets what differs. Where it must err it errs to the side of silence, so that what a joined
// state says of the code holds on both paths, while what speaks for the code (somebody may have
// taken the resource over) is kept from either.
//
// What a statement does to a state is not here: package obligation interprets.
package sym
