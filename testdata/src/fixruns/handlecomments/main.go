// Command handlecomments: a comment stays with its statement, and names read well.
package main

import (
	"context"
	"fmt"

	"github.com/tetherlint/tether/tracked"
)

type server struct{ URLs, HTTPPort string }

func (s server) HTTPHandler() string { return s.HTTPPort + s.URLs }

var out = make(chan string, 9)

func note(text string) { out <- text }

// want: defer task.Done() // this is said of the statement _ = fmt.Sprint()
func comments() {
	done := make(chan bool)
	go func() { // fix: yes // the first line
		// this is said of the statement
		_ = fmt.Sprint()
		done <- true
	}()
	<-done
}

// want: text := s.HTTPHandler()
func initials(s server) {
	go note(s.HTTPHandler()) // fix: yes
	s.HTTPPort = "changed"
}

func oneLine() {
	go func() { out <- "one" }() // fix: yes
	fmt.Println(<-out)
}

func main() {
	comments()
	initials(server{"u", "p"})
	fmt.Println(<-out)
	oneLine()
	_ = tracked.Wait()
}

var _ = context.Background
