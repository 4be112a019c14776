package helper

import (
	// What everybody has.
	"errors"
	"os"

	"golang.org/x/sync/errgroup"

	// Our own.
	"example.com/fixes/other"
	"example.com/fixes/zoo" // the last
)

var _ errgroup.Group

func groupedImports() error {
	go other.Do()      // want `raw-go`
	go zoo.Do(os.Args) // want `raw-go`
	return errors.New("x")
}
