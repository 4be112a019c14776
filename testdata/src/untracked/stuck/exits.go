package stuck

import (
	"log"
	"os"
)

// What ends the process is a way out, in a statement that nothing in sight is used in too:
// only one of the two sends is ever met by somebody who goes on.
func exitsOnError(write, finish func() error) {
	errs := make(chan error)
	go func() {
		if err := write(); err != nil {
			errs <- err
		}
		errs <- finish()
	}()
	select {
	case err := <-errs:
		if err != nil {
			log.Print(err)
			os.Exit(1)
		}
	}
}

func fatalOnError(write, finish func() error) {
	errs := make(chan error)
	go func() {
		defer func() {
			errs <- finish()
		}()
		if err := write(); err != nil {
			errs <- err
		}
	}()
	err := <-errs
	if err != nil {
		log.Fatal(err)
	}
}

func printsOnError(write, finish func() error) {
	errs := make(chan error)
	go func() {
		if err := write(); err != nil {
			errs <- err
		}
		errs <- finish() // want `the send on errs can block for ever: when printsOnError returns at line 55`
	}()
	err := <-errs
	if err != nil {
		log.Print(err)
	}
}
