// Package allow has findings that directives suppress, and directives that do not.
package allow

import (
	"os"
	"sync"
)

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
		work() //tether:allow raw-go in the body // want "//tether:allow raw-go suppresses nothing here: it belongs at the end of line [0-9]+, or alone on the line above that; no safe fix: it may be meant for line [0-9]+ .tether/unused-allow."
	}()

	//tether:allow raw-go too far above // want "suppresses nothing"

	go work() // want "raw-go"

	work()    //tether:allow raw-go not alone on the line above // want "suppresses nothing"
	go work() // want "raw-go"
	if true {
		go work() // want "raw-go"
	} //tether:allow raw-go the end of another statement // want "suppresses nothing"
}

//tether:allow raw-go at a declaration it is for all of it
func declared() {
	go work()
	func() {
		go work()
	}()
}

// idle has a comment, too.
//
//tether:allow raw-go at a declaration // want "suppresses nothing"
func idle() {
	work()
}

func stacked() {
	//tether:allow raw-go with others between
	//nolint:errcheck
	//tether:allow leak of another rule // want "suppresses nothing"
	// and a comment
	go work()
	//tether:allow raw-go until:2999-12-31 it counts for long
	go work()
	//tether:allow raw-go until:2001-01-01 it counted // want "suppresses nothing since 2001-01-01 is over: give it another date, or delete it; no safe fix: only you can say whether it is still wanted .tether/unused-allow."
	go work() // want "raw-go"
	//tether:allow raw-go until:tomorrow it counts for ever // want "until: .tomorrow. is not a date.* .tether/bad-allow."
	go work() // want "raw-go"
}

// What is launched may be allowed, and not waited for is something else.
func notCovered() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { //tether:allow raw-go as it was // want "neither waited for nor handed over.*; //tether:allow raw-go does not cover unwaited .untracked/unwaited."
		defer wg.Done()
		work()
	}()
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
	// tether:allow raw-go with a blank it is none // want "this directive suppresses nothing, since it is not spelt //tether:allow: write //tether:allow RULE reason .tether/bad-allow."
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
