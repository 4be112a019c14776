package deferfix

import (
	"fmt"
	"io"
	"log"
	"os"
)

// Where the process may end behind the opening a defer does not run, but on all other ways: only main
// has none (see exiting).
func ExitsBeforeReturn(path string) int {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when ExitsBeforeReturn returns at line [0-9]+; defer f\.Close\(\) after the error check \(unclosed/leak\)`
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
