// Package ownfirst has the imports of its module above those of others, which shown.go shows.
package ownfirst

import (
	"example.com/fixes/zoo"

	"golang.org/x/sync/errgroup"
)

func shown(done chan int) error {
	var g errgroup.Group
	g.Go(func() error {
		zoo.Do(done)
		return nil
	})
	return g.Wait()
}
