package main

// The field is not named here.
func (elsewhere *byOther) more() { *elsewhere = byOther{wrong} }
