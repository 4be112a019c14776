package stuck

import (
	"errors"
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
		errs <- finish() // want `the send on errs can block for ever: when printsOnError returns at line 56`
	}()
	err := <-errs
	if err != nil {
		log.Print(err)
	}
}

// What an error is may be asked once it is known that there is one.
func whatItIs(items []int, next func() error) error {
	found := make(chan int)
	done := make(chan struct{})
	go func() {
		for range found { // want `when whatItIs returns at line`
		}
		close(done)
	}()
	for i := range items {
		if err := next(); err != nil {
			if !errors.Is(err, errPause) {
				return err
			}
		}
		found <- i
	}
	close(found)
	<-done
	return nil
}

func whatTypeItIs(items []int, next func() error) error {
	found := make(chan int)
	done := make(chan struct{})
	go func() {
		for range found { // want `when whatTypeItIs returns at line`
		}
		close(done)
	}()
	for i := range items {
		if err := next(); err != nil {
			var pause *pauseError
			if !errors.As(err, &pause) {
				return err
			}
		}
		found <- i
	}
	close(found)
	<-done
	return nil
}

// What is asked twice may depend on each other: an error may be one of them only.
func whichItIs(next func() error) error {
	ch := make(chan int)
	err := next()
	if err != nil && errors.Is(err, errPause) {
		go func() { ch <- 1 }()
	}
	if err != nil && !errors.Is(err, errStop) {
		<-ch
		return nil
	}
	return err
}

// Nor is nil something.
func isNothing(next func() error) error {
	ch := make(chan int)
	err := next()
	go func() { ch <- 1 }()
	if err == nil {
		if errors.Is(err, errPause) {
			return nil
		}
		<-ch
		return nil
	}
	<-ch
	return err
}

var errPause, errStop = errors.New("pause"), errors.New("stop")

type pauseError struct{}

func (*pauseError) Error() string { return "pause" }
