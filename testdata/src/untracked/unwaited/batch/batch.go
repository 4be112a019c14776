// Package batch has what others launch into and wait for.
package batch

import "golang.org/x/sync/errgroup"

// Finish waits.
func Finish(g *errgroup.Group) error {
	if err := g.Wait(); err != nil {
		return err
	}
	return nil
}

// Fill launches.
func Fill(g *errgroup.Group) { g.Go(func() error { return nil }) }

var kept []*errgroup.Group

// Keep keeps.
func Keep(g *errgroup.Group) { kept = append(kept, g) }

var all errgroup.Group

// Group is waited for here.
func Group() *errgroup.Group { return &all }

// Stop waits.
func Stop() error { return all.Wait() }
