//go:build !plan9

package main

func (elsewhere *byOther) more() {}
