// Package noreturn ends paths in calls that never return.
package noreturn

import (
	"flag"
	"log"
	"log/slog"
	"os"
	"runtime"
	"sync"
	"syscall"
	"testing"
)

func more() {}

func die(msg string) {
	log.Print(msg)
	os.Exit(1)
}

func forever() {
	for {
		more()
	}
}

func block() { select {} }

func throw() { panic("x") }

func maybe(b bool) {
	if b {
		os.Exit(1)
	}
}

func indirect() { die("x") }

type app struct{ log *log.Logger }

func (a *app) fatal(err error) {
	slog.Error("fatal", "err", err)
	os.Exit(1)
}

// Local functions.
func Local(n int, a *app) {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go joined"
		defer close(done)
		more()
	}()
	switch n {
	case 1:
		die("one")
	case 2:
		forever()
	case 3:
		block()
	case 4:
		throw()
	case 5:
		indirect()
	case 6:
		a.fatal(nil)
	case 7:
		runtime.Goexit()
	case 8:
		a.log.Fatalf("x")
	case 9:
		log.Panicf("x")
	case 10:
		syscall.Exit(1)
	case 11:
		for {
		}
	case 12:
		select {}
	default:
		<-done
	}
}

// Maybe returns.
func Maybe(b bool) {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go detached"
		defer close(done)
		more()
	}()
	if b {
		maybe(b)
		return
	}
	<-done
}

// Literal never returns.
func Literal(b bool) {
	var wg sync.WaitGroup
	exit := func() { os.Exit(2) }
	wg.Go(more)
	if b {
		exit()
	} else {
		wg.Wait()
	}
}

// FlagUsage prints, and exits.
func FlagUsage(b bool) {
	var wg sync.WaitGroup
	wg.Go(more)
	if b {
		flag.Usage()
		os.Exit(2)
	}
	wg.Wait()
}

// Test ends tests.
func Test(t *testing.T, b testing.TB, n int) {
	var wg sync.WaitGroup
	wg.Go(more)
	switch n {
	case 1:
		t.Fatal("x")
	case 2:
		t.Fatalf("x")
	case 3:
		t.FailNow()
	case 4:
		t.Skip("x")
	case 5:
		t.SkipNow()
	case 6:
		b.Fatal("x")
	case 7:
		b.FailNow()
	default:
		wg.Wait()
	}
}

// Errorf goes on.
func Errorf(t *testing.T, n int) {
	var wg sync.WaitGroup
	wg.Go(more) // want "untracked/unwaited"
	if n > 0 {
		t.Errorf("x")
		return
	}
	wg.Wait()
}

// RecoveredPanic is no end: the deferred function goes on, and nobody waits.
func RecoveredPanic(b bool) {
	var wg sync.WaitGroup
	defer func() {
		if v := recover(); v != nil {
			log.Print(v)
		}
	}()
	wg.Go(more) // want "untracked/unwaited"
	if b {
		panic("b")
	}
	wg.Wait()
}

// AllDie has no path out at all.
func AllDie(b bool) {
	go more() // want "untracked/raw-go detached"
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go detached"
		defer wg.Done()
	}()
	if b {
		os.Exit(1)
	}
	log.Fatal("x")
}

// WaitThenDie waits, and dies.
func WaitThenDie() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer wg.Done()
	}()
	wg.Wait()
	os.Exit(0)
}
