package tracked

import (
	"cmp"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
)

// The live tasks are in shards, each a list under a lock of its own, so that
// launches on many processors do not meet. A task's shard is random.
const shardCount = 32

type shard struct {
	mu      sync.Mutex
	head    *Task
	started int64
	ended   int64
	_       [32]byte // a cache line of its own
}

// add lists the task, unless the group is closed.
//
// Counting it and listing it are one step under the shard's lock: who has set
// closed, and then looks into every shard, has seen every task that is counted.
func (g *Group) add(t *Task) bool {
	i := uint8(rand.Uint32() % shardCount)
	t.shard = i
	s := &g.shards[i]
	s.mu.Lock()
	n := g.state.Add(oneLaunch + oneLive)
	if n&closed != 0 {
		s.mu.Unlock()
		g.leave()
		return false
	}
	t.seq = uint32(n >> seqShift)
	if t.next = s.head; t.next != nil {
		t.next.prev = t
	}
	s.head = t
	s.started++
	s.mu.Unlock()
	return true
}

func (g *Group) remove(t *Task) {
	s := &g.shards[t.shard]
	s.mu.Lock()
	if t.prev != nil {
		t.prev.next = t.next
	} else {
		s.head = t.next
	}
	if t.next != nil {
		t.next.prev = t.prev
	}
	t.next, t.prev = nil, nil // somebody may keep t
	s.ended++
	s.mu.Unlock()
	if t.slot {
		<-g.slots
	}
	g.leave()
}

// live returns the tasks that have not ended, in the order of their launch.
func (g *Group) live() []*Task {
	var tasks []*Task
	for i := range g.shards {
		s := &g.shards[i]
		s.mu.Lock()
		for t := s.head; t != nil; t = t.next {
			tasks = append(tasks, t)
		}
		s.mu.Unlock()
	}
	slices.SortFunc(tasks, func(a, b *Task) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.seq, b.seq))
	})
	return tasks
}

// Tasks returns the live tasks, oldest first: those that are live when the
// iteration begins, less those that have ended by the time it reaches them.
// Launching and ending tasks during the iteration is fine.
func (g *Group) Tasks() iter.Seq[Info] {
	return func(yield func(Info) bool) {
		now := sinceEpoch()
		for _, t := range g.live() {
			if !t.is(flagEnded) && !yield(t.info(now)) {
				return
			}
		}
	}
}
