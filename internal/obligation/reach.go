// This file answers where control can get to in a function, whatever conditions say: rules ask
// it about positions, such as from a release to the next use.

package obligation

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/syntax"
)

// ReachesReturn reports whether control can get from a node of the body to a return
// or the end of the function: what follows may also exit the process.
func (f *Func) ReachesReturn(from token.Pos) bool {
	if f.returning == nil {
		f.returning = returning(f.cfg())
	}
	return slices.ContainsFunc(f.nodesAt(from), func(p placed) bool { return f.returning[p.block] })
}

// returning are the blocks from which control can get to a return.
func returning(graph *cfg.CFG) map[*cfg.Block]bool {
	preds := map[*cfg.Block][]*cfg.Block{}
	var work []*cfg.Block
	for _, b := range graph.Blocks {
		for _, s := range b.Succs {
			preds[s] = append(preds[s], b)
		}
		if b.Return() != nil {
			work = append(work, b)
		}
	}
	found := map[*cfg.Block]bool{}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if !found[b] {
			found[b] = true
			work = append(work, preds[b]...)
		}
	}
	return found
}

// Reaches reports whether control can get from one node of the body to another,
// or back to the same.
// That says more than the order of the source, in which a loop's end comes after its start.
func (f *Func) Reaches(from, to token.Pos) bool {
	graph := f.cfg()
	seen := map[*cfg.Block]bool{}
	var work []*cfg.Block
	for _, b := range graph.Blocks {
		for i, n := range b.Nodes {
			// The statements of a select's arms stand in front of it, where they do not run.
			if b.Live && syntax.Encloses(n, from) && f.comms[n] == nil {
				for _, later := range b.Nodes[i+1:] {
					if syntax.Encloses(later, to) {
						return true
					}
				}
				work = append(work, b.Succs...)
			}
		}
	}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b] {
			continue
		}
		seen[b] = true
		for _, n := range b.Nodes {
			if syntax.Encloses(n, to) {
				return true
			}
		}
		work = append(work, b.Succs...)
	}
	return false
}
