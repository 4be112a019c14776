package testson

import (
	"os/exec"
	"sync"
	"testing"
)

func TestA(t *testing.T) {
	x := new(s)
	x.start()
	x.wg.Wait()
	go println() // want "untracked/raw-go detached"
	x.wg.Add(1)
	go x.wg.Done() // want "untracked/raw-go joined"
	var wg sync.WaitGroup
	t.Cleanup(wg.Wait)
	wg.Go(func() {})
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer wg.Done()
	}()
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() })
}

func TestB(t *testing.T) {
	done := make(chan struct{})
	t.Cleanup(func() { <-done })
	go func() { // want "untracked/raw-go joined"
		defer close(done)
	}()
}

func TestC(t *testing.T) {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go joined"
		defer close(done)
	}()
	if testing.Short() {
		t.Fatal("short")
	}
	if testing.Verbose() {
		t.Skip("verbose")
	}
	<-done
}

func TestD(t *testing.T) {
	var wg sync.WaitGroup
	wg.Go(func() {}) // want "untracked/unwaited"
	t.Cleanup(func() { println() })
}

func BenchmarkE(b *testing.B) {
	var wg sync.WaitGroup
	b.Cleanup(func() { wg.Wait() })
	for b.Loop() {
		wg.Go(func() {})
	}
}
