// Package command is a library whose structs hold functions.
package command

// Command runs what it is given.
type Command struct{ Run func(string) error }
