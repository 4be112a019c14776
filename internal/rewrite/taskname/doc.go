// Package taskname says what a task is called, which is read in a list of what still runs by somebody
// who does not have the code open. Names need not be unique, and no program depends on them.
//
// # The files
//
// taskname.go is the way to a name, literalname.go that of a literal: works.go and taskdeed.go find
// what it does, outcome.go what only takes what has come of that, waitsfirst.go what it waits for,
// saidabove.go what its comment says. enclosing.go names the function around, taskplace.go the package, and tasksalike.go and difference.go tell tasks of one
// name apart.
package taskname
