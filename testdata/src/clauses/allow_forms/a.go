// Package allowforms has directives in all places.
package allowforms

import (
	"sync"
	"time"
)

func more() {}

// Forms has them.
func Forms(n int) {
	go more() //tether:allow raw-go it may
	//tether:allow raw-go it may
	go more()
	//tether:allow untracked/raw-go it may
	go more()
	go func() { //tether:allow raw-go behind the brace
		more()
	}()
	go func() {
		more()
	}() //tether:allow raw-go where it ends
	go func() { // want "untracked/raw-go detached"
		more() /* want "tether/unused-allow" */ //tether:allow raw-go inside
	}()
	go func() { // want "untracked/raw-go detached"
		/* want "tether/unused-allow" */ //tether:allow raw-go inside, alone
		more()
	}()
	go more()                  /* want "untracked/raw-go detached" "tether/bad-allow" */ //tether:allow raw-go
	go more()                  /* want "untracked/raw-go detached" "tether/bad-allow" */ //tether:allow no-such-rule a reason
	go more()                  /* want "untracked/raw-go detached" "tether/bad-allow" */ //tether:allow
	time.AfterFunc(1, more)    //tether:allow dropped-handle it may
	go time.AfterFunc(1, more) //tether:allow raw-go,dropped-handle both
	go time.AfterFunc(1, more) //tether:allow raw-go, dropped-handle both with a blank
	go time.AfterFunc(1, more) /* want "untracked/dropped-handle detached" */ //tether:allow raw-go one
	more()                     /* want "tether/unused-allow" */               //tether:allow raw-go nothing here
	go more()                  /* want "tether/unused-allow" */               //tether:allow raw-go,unwaited one of them is not used
	/* want "tether/unused-allow" */ //tether:allow raw-go it may

	go more() // want "untracked/raw-go detached"
	//tether:allow raw-go reason
	// another comment
	go more()
	//nolint
	go more()
	go more() //nolint:untracked
	go more() //nolint:tether // why
	go more() //nolint:unclosed // want "untracked/raw-go detached"
	go more() //nolint:errcheck,untracked
	go more() //nolint:all
	//nolint:untracked
	if n > 0 {
		go more()
		for {
			go more()
		}
	}
	var wg sync.WaitGroup
	wg.Go(more) //tether:allow unwaited it may
	var wh sync.WaitGroup
	wh.Go(more) // want "untracked/unwaited"
	wh.Go(more) /* want "tether/unused-allow" */ //tether:allow unwaited not the first
	if n > 1 {  //tether:allow raw-go the line of the if  // want "tether/unused-allow"
		go more() // want "untracked/raw-go detached"
	}
	go func() { go more() }() // want "untracked/raw-go detached" "untracked/raw-go detached"
}

// Whole is silenced.
//
//nolint:tether
func Whole() {
	go more()
	go func() {
		go more()
	}()
}

// Spaced has a space, which is no directive.
func Spaced() {
	go more() // tether:allow raw-go no directive // want "untracked/raw-go detached" "tether/bad-allow"
}

// Block comment is none either.
func Block() {
	go more() /*tether:allow raw-go x*/ // want "untracked/raw-go detached" "tether/bad-allow"
}
