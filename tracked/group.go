package tracked

import (
	"context"
	"runtime/pprof"
	"sync"
	"sync/atomic"
)

// A Group owns the tasks that are launched into it. The zero Group is one with
// the zero [Options]. A Group must not be copied, and all its methods may be
// called from several goroutines at once.
type Group struct {
	opts  Options
	slots chan struct{} // with a Limit: one element for each live task
	shut  chan struct{} // with a Limit: closed by Shutdown

	_      [64]byte // what follows changes with each launch, what precedes never
	state  atomic.Uint64
	_      [56]byte
	shards [shardCount]shard

	rootOnce sync.Once
	root     *scope
	scopes   sync.Map // <-chan struct{} to *scope

	failed, panics, refusals, restarted atomic.Int64
	late                                atomic.Int64 // see Stats.Stragglers

	mu             sync.Mutex
	cancelled      error           // why all contexts are cancelled; nil: they are not
	idle           []chan struct{} // see wait.go
	errs           []error
	dropped        int      // errors beyond those in errs
	droppedAnswers int      // and those that only answer to cancelAll
	gaveUp         []string // tasks that will not be restarted again
	closers        closers
}

// New returns a group with the options.
func New(opts Options) *Group {
	g := &Group{opts: opts}
	if opts.Limit > 0 {
		g.slots = make(chan struct{}, opts.Limit)
		g.shut = make(chan struct{})
	}
	g.rootScope()
	return g
}

// Name returns the name that the group was given in its options.
func (g *Group) Name() string { return g.opts.Name }

// Go launches fn as a task on a goroutine of its own, under the name, or under
// the name and line of the calling function if it is empty. fn gets the task's
// context, see [Task.Context], and runs even if that is already done. The error
// it returns is kept for [Group.Wait].
//
// At the group's limit Go waits until a task ends. When the group shuts down,
// or has, fn is not run: the task's Err is then [ErrShutdown], and [EventRefused] is
// sent.
//
//go:noinline
func (g *Group) Go(ctx context.Context, name string, fn func(ctx context.Context) error) *Task {
	return g.launch(ctx, name, nil, fn)
}

// GoWith is [Group.Go] with options for this task.
//
//go:noinline
func (g *Group) GoWith(ctx context.Context, name string, opts TaskOptions, fn func(ctx context.Context) error) *Task {
	return g.launch(ctx, name, &opts, fn)
}

// TryGo is [Group.Go] where the group is neither at its limit nor shut down.
// Otherwise it returns nil and false, and fn is not run.
//
//go:noinline
func (g *Group) TryGo(ctx context.Context, name string, fn func(ctx context.Context) error) (*Task, bool) {
	return g.tryLaunch(ctx, name, fn)
}

// Start registers a task and launches nothing: the caller does, with the task's
// context, and the goroutine defers [Task.Done].
//
//	t := g.Start(ctx, "poller")
//	go func() {
//		defer t.Done()
//		poll(t.Context())
//	}()
//
// When the group shuts down, or has, the task is not registered, and its context
// is already cancelled.
//
//go:noinline
func (g *Group) Start(ctx context.Context, name string) *Task {
	return g.start(ctx, name, nil)
}

// StartWith is [Group.Start] with options for this task.
//
//go:noinline
func (g *Group) StartWith(ctx context.Context, name string, opts TaskOptions) *Task {
	return g.start(ctx, name, &opts)
}

// launch, tryLaunch and start are called by the exported functions, which are
// called at the launch site. None of them may be inlined: callerPC counts frames.
//
//go:noinline
func (g *Group) launch(ctx context.Context, name string, opts *TaskOptions, fn func(ctx context.Context) error) *Task {
	t := g.newTask(ctx, name, opts)
	t.locate(callerPC())
	if g.takeSlot(t) && g.begin(t, fn) {
		go t.run() //tether:allow raw-go this is the helper
	}
	return t
}

//go:noinline
func (g *Group) tryLaunch(ctx context.Context, name string, fn func(ctx context.Context) error) (*Task, bool) {
	t := g.newTask(ctx, name, nil)
	t.locate(callerPC())
	if g.slots != nil {
		select {
		case g.slots <- struct{}{}:
			t.slot = true
		default:
			t.refuse(ErrLimit)
			return nil, false
		}
	}
	if !g.begin(t, fn) {
		return nil, false
	}
	go t.run() //tether:allow raw-go this is the helper
	return t, true
}

//go:noinline
func (g *Group) start(ctx context.Context, name string, opts *TaskOptions) *Task {
	t := g.newTask(ctx, name, opts)
	t.locate(callerPC())
	t.handle = true
	if g.takeSlot(t) {
		g.begin(t, nil)
	}
	return t
}

func (g *Group) newTask(ctx context.Context, name string, opts *TaskOptions) *Task {
	if ctx == nil {
		ctx = context.Background()
	}
	t := &Task{group: g, parent: ctx, name: name, start: sinceEpoch()}
	if opts != nil {
		t.extra = &extra{TaskOptions: *opts}
	}
	return t
}

// takeSlot waits for a place among the group's Limit.
func (g *Group) takeSlot(t *Task) bool {
	if g.slots == nil {
		return true
	}
	select {
	case g.slots <- struct{}{}:
		t.slot = true
		t.start = sinceEpoch()
		return true
	case <-g.shut:
		t.refuse(ErrShutdown)
		return false
	}
}

// begin lists the task, or refuses it.
func (g *Group) begin(t *Task, fn func(ctx context.Context) error) bool {
	t.fn = fn
	if t.extra != nil {
		t.extra.beat.Store(int64(t.start))
	}
	if g.opts.Context != nil || g.opts.Labels {
		t.derive()
	}
	if !g.add(t) {
		if t.slot {
			<-g.slots
		}
		t.refuse(ErrShutdown)
		return false
	}
	if g.opts.Profile {
		launches().Add(t, 4) // begins at the launch site
	}
	if g.opts.OnEvent != nil {
		t.event(EventStarted, nil)
	}
	return true
}

func (t *Task) derive() {
	if f := t.group.opts.Context; f != nil {
		if ctx := f(t.parent, t); ctx != nil {
			t.parent = ctx
		}
	}
	if t.group.opts.Labels {
		t.parent = pprof.WithLabels(t.parent, pprof.Labels("task", t.String()))
	}
}

// refuse marks a task that never came to be.
func (t *Task) refuse(why error) {
	t.scope.Store(refused)
	t.flags.Or(flagRefused | flagGone)
	t.group.refusals.Add(1)
	t.event(EventRefused, why)
}
