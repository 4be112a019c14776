// Package ownfirst has the imports of its module above those of others, which shown.go shows.
package ownfirst

import (
	"context"

	"example.com/fixes/zoo"

	"github.com/tetherlint/tether/tracked"
)

func shown(done chan int) {
	tracked.Go(context.Background(), "shown", func(context.Context) error {
		zoo.Do(done)
		return nil
	})
}
