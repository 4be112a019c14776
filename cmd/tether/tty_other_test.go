//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

// tty is for scripts that ask for linux first.
func tty(ts *testscript.TestScript, _ bool, _ []string) { ts.Fatalf("no pseudo-terminals here") }
