package tracked

import (
	"encoding/json"
	"fmt"
	"time"
)

// Stats counts what became of a group's tasks so far. A restart is not counted as a launch.
type Stats struct {
	Live      int64         `json:"live"`      // run now
	Started   int64         `json:"started"`   // were launched
	Ended     int64         `json:"ended"`     // have ended, with an error or without
	Failed    int64         `json:"failed"`    // ended with an error
	Panicked  int64         `json:"panicked"`  // panics, those of restarted tasks included
	Refused   int64         `json:"refused"`   // were not launched
	Restarted int64         `json:"restarted"` // restarts
	Unhealthy int64         `json:"unhealthy"` // of the live ones
	Oldest    time.Duration `json:"oldestNanoseconds"`

	// Stragglers is how many tasks still ran at the deadline of the last Shutdown;
	// zero again once a later one has seen them end.
	Stragglers int64 `json:"stragglers"`
}

// Stats returns the group's counts. It looks at every live task.
func (g *Group) Stats() Stats {
	var s Stats
	now := sinceEpoch()
	for i := range g.shards {
		g.shards[i].count(now, &s)
	}
	s.Live = s.Started - s.Ended
	s.Failed = g.failed.Load()
	s.Panicked = g.panics.Load()
	s.Refused = g.refusals.Load()
	s.Restarted = g.restarted.Load()
	s.Stragglers = g.late.Load()
	return s
}

func (s *shard) count(now time.Duration, to *Stats) {
	s.mu.Lock()
	defer s.mu.Unlock()
	to.Started += s.started
	to.Ended += s.ended
	for t := s.head; t != nil; t = t.next {
		to.Oldest = max(to.Oldest, now-t.start)
		if t.unhealthy(now) != "" {
			to.Unhealthy++
		}
	}
}

// Expvar returns the group's counts as a variable for [expvar.Publish]:
//
//	expvar.Publish("tasks", g.Expvar())
//
// Package expvar itself is not imported, since that registers an HTTP handler.
func (g *Group) Expvar() fmt.Stringer { return groupVar{g} }

type groupVar struct{ group *Group }

func (v groupVar) String() string {
	text, err := json.Marshal(v.group.Stats())
	if err != nil {
		return "{}"
	}
	return string(text)
}
