package deferfix

import (
	"fmt"
	"io"
	"log"
	"os"
)

// Where the process may end behind the opening a defer would not run.
func ExitsBeforeReturn(path string) int {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when ExitsBeforeReturn returns at line [0-9]+; call f\.Close\(\) on that path; no safe fix: behind it the process may end, where nothing that is deferred runs \(unclosed/leak\)`
	if err != nil {
		log.Fatal(err)
	}
	n, err := io.Copy(io.Discard, f)
	if err != nil {
		fail(err)
	}
	return int(n)
}

func fail(err error) {
	fmt.Println(err)
	os.Exit(1)
}

// A panic runs what is deferred.
func Panics(path string) int {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when Panics returns at line [0-9]+; defer f\.Close\(\) after the error check \(unclosed/leak\)`
	if err != nil {
		log.Fatal(err)
	}
	n, err := io.Copy(io.Discard, f)
	if err != nil {
		must(err)
	}
	return int(n)
}

func must(err error) { log.Panicln(err) }

// There is a close already, and no better place for it.
func ExitsAndCloses(path string) int {
	f, err := os.Open(path) // want `f opened by os\.Open is closed, but not by defer: a panic or the next early return leaks it; move what uses it into a function that returns in any case, and defer f\.Close\(\) there; no safe fix: behind it the process may end`
	if err != nil {
		log.Fatal(err)
	}
	n, err := io.Copy(io.Discard, f)
	if err != nil {
		log.Fatal(err)
	}
	f.Close()
	return int(n)
}

// A process that may have ended before it is opened says nothing.
func ExitsBefore(path string) int {
	if path == "" {
		log.Fatal("no path")
	}
	f, err := os.Open(path) // want `defer f\.Close\(\) after the error check \(unclosed/leak\)`
	if err != nil {
		log.Fatal(err)
	}
	b := make([]byte, 8)
	n, _ := f.Read(b)
	return n
}
