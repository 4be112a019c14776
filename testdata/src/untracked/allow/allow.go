// Package allow has findings that directives suppress, and directives that do not.
package allow

import "os"

func work() {}

func suppressed() {
	go work() //tether:allow raw-go lives as long as the process
	//tether:allow untracked/raw-go the same
	go work()
	go func() {
		work()
	}() //tether:allow raw-go where the statement ends
	go func() { //tether:allow raw-go behind the brace
		work()
	}()
	go work() /* block */ //tether:allow raw-go after a block comment
	go open() //tether:allow raw-go,discarded,leak several rules // want "//tether:allow suppresses no discarded and no leak here: delete that from its list .tether/unused-allow."
}

func open() { os.Open("x") } //tether:allow unclosed/discarded of the other analyzer

func misplaced() {
	go func() { // want "raw-go"
		work() //tether:allow raw-go in the body // want "//tether:allow raw-go suppresses nothing here: move it to line [0-9]+ or the line above, or delete it; no safe fix: it may be meant for line [0-9]+ .tether/unused-allow."
	}()

	//tether:allow raw-go too far above // want "suppresses nothing"

	go work() // want "raw-go"

	work()    //tether:allow raw-go not alone on the line above // want "suppresses nothing"
	go work() // want "raw-go"
	if true {
		go work() // want "raw-go"
	} //tether:allow raw-go the end of another statement // want "suppresses nothing"
}

//tether:allow raw-go at a declaration // want "suppresses nothing"
func declared() {
	go work() // want "raw-go"
}

func bad() {
	go work() //tether:allow raw-go // want "raw-go" "this directive suppresses nothing, since it gives no reason: write //tether:allow RULE reason .tether/bad-allow."
	//tether:allow raw_go reason // want "since there is no rule raw_go .did you mean untracked/raw-go.."
	go work() // want "raw-go"
	//tether:allow raw-go,everything reason // want "since there is no rule everything"
	go work() // want "raw-go"
	//tether:allow // want "since it names no rule"
	go work()    // want "raw-go"
	os.Open("x") /* want "discard" */ //tether:allow leak // want "since it gives no reason"
	// tether:allow raw-go with a blank it is a comment
	go work() // want "raw-go"
}

func silenced() {
	go work() //nolint
	go work() //nolint:tether // why
	go work() //nolint:unclosed // want "raw-go"
	//nolint:untracked
	if true {

		go work()
	}
	go work() //nolint:errcheck,untracked // and a directive would be one too many
}

//nolint:all
func all() {
	go work() //tether:allow raw-go
	work()    //tether:allow raw-go unused
}

func elsewhere() {
	work() //tether:allow raw-go,unused-allow needed on another system
	work() //tether:allow unused-allow nothing is // want "//tether:allow unused-allow suppresses nothing"
}

func deleted() {
	/* want "suppresses nothing" */ //tether:allow raw-go behind a comment that stays
	work()

	/* want "suppresses nothing" */ //tether:allow leak,raw-go between blank lines

	work()
	/* want "suppresses no leak" */ go work() //tether:allow leak,  raw-go of which one stays
	work()                                    /* want "suppresses nothing" */ //tether:allow raw-go in a column
	work()                                    // with others
}

func unjudged() {
	go work() //tether:allow hidden-launch importers need not hear of it // want "raw-go"
}
