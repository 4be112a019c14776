// Package cluster keeps functions that it is given.
package cluster

// An Info logs by a function of somebody else.
type Info struct{ log func(string) }

// New keeps log.
func New(log func(string)) *Info { return &Info{log: log} }

// Say logs.
func (i *Info) Say(text string) { i.log(text) }
