package told

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// A harbor does one thing in each of its tasks, and tells others of what has come of it.
type harbor struct {
	mu     sync.Mutex
	wg     sync.WaitGroup
	slots  slots
	done   chan error
	ended  chan bool
	quays  []chan error
	client *http.Client
	limits *limits
	log    *slog.Logger
}

type slots struct{}

func (slots) acquire() {}
func (slots) release() {}

type limits struct{ d time.Duration }

func (l *limits) wait() time.Duration { return l.d }

func (h *harbor) unload(id int) error            { <-h.ended; return nil }
func (h *harbor) NewBerth() error                { <-h.ended; return nil }
func (h *harbor) Remove(id int)                  {}
func (h *harbor) halt()                          { close(h.ended) }
func (h *harbor) flush() error                   { <-h.ended; return nil }
func logLanded(log *slog.Logger, n int)          { log.Info("landed", "n", n) }
func every(left time.Duration) (d time.Duration) { return left / 10 }
func tellShutdown(ch chan<- error, err error) {
	select {
	case ch <- err:
	default:
	}
}
func causeErr(ctx context.Context) error { return ctx.Err() }

// What is told how the server has ended is not what runs.
func (h *harbor) listen(s *http.Server, l net.Listener, tls net.Listener) {
	go func() { // want `raw-go`
		err := s.ServeTLS(tls, "cert", "key")
		tellShutdown(h.done, err)
	}()
	go func() { // want `raw-go`
		err := s.Serve(l)
		tellShutdown(h.done, err)
	}()
}

// Nor are the callbacks that take what has come of it.
func (h *harbor) ask(url string, callback func(func() error), resolve func(*http.Response) error, reject func(error) error) {
	go func() { // want `raw-go`
		resp, err := h.client.Get(url)
		if err != nil {
			callback(func() error { return reject(err) })
			return
		}
		callback(func() error { return resolve(resp) })
	}()
}

// A pipe is told how the write has ended.
func (h *harbor) Archive(r io.WriterTo) io.ReadCloser {
	pr, pw := io.Pipe()
	go func() { // want `raw-go`
		_, err := r.WriteTo(pw)
		pw.CloseWithError(err)
	}()
	return pr
}

// What makes something that nobody takes is work, and what lets go of a slot is none.
func (h *harbor) retry(ids []int) {
	for _, id := range ids {
		go func() { // want `raw-go`
			h.Remove(id)
			_ = h.NewBerth()
		}()
		h.slots.acquire()
		go func() { // want `raw-go`
			_ = h.unload(id)
			h.slots.release()
		}()
	}
}

// What is computed of a number is no work, and how long is waited none of it.
func (h *harbor) scheduleHalt(left time.Duration) {
	go func() { // want `raw-go`
		turn := every(left)
		ticker := time.NewTicker(turn)
		for {
			select {
			case <-time.After(left):
				ticker.Stop()
				h.halt()
				return
			case <-ticker.C:
				h.log.Info("halts", "left", left)
			}
		}
	}()
}

func (h *harbor) addBerth() {
	berth := make(chan bool)
	go func() { // want `raw-go`
		select {
		case <-h.ended:
		case <-time.After(h.limits.wait()):
			h.done <- errors.New("late")
		case <-berth:
			h.ended <- true
		}
	}()
}

// What is done once the context has ended is no name for what is done until then.
func (h *harbor) feed(ctx context.Context, n int) chan error {
	limiter, results := make(chan struct{}), make(chan error, n)
	for range n {
		go func() { // want `raw-go`
			for range limiter {
				results <- h.unload(n)
			}
		}()
	}
	go func() { // want `raw-go`
		defer close(limiter)
		for i := range n {
			select {
			case limiter <- struct{}{}:
			case <-ctx.Done():
				for ; i < n; i++ {
					results <- causeErr(ctx)
				}
				return
			}
		}
	}()
	return results
}

// Who waits for a group first does so most of the time.
func (h *harbor) Import() {
	go func() { // want `raw-go`
		h.wg.Wait()
		h.ended <- true
	}()
}

func (h *harbor) importAll() {
	go func() { // want `raw-go`
		h.wg.Wait()
		h.log.Info("flushing")
		if err := h.flush(); err != nil {
			h.done <- err
			return
		}
		h.ended <- true
	}()
}

func (h *harbor) landed(n int) {
	for {
		go func() { // want `raw-go`
			h.wg.Wait()
			logLanded(h.log, n)
			<-h.ended
		}()
		// Depth monitoring goroutine.
		go func() { // want `raw-go`
			<-h.ended
			h.mu.Lock()
			n++
			h.mu.Unlock()
		}()
		<-h.ended
	}
}

// The channel of a loop has the name of what it goes over.
func (h *harbor) shutdown(err error) {
	for _, c := range h.quays {
		select {
		case c <- err:
		default:
			go func(c chan error, err error) { // want `raw-go`
				defer func() { _ = recover() }()
				select {
				case c <- err:
				case <-time.After(5 * time.Second):
				}
			}(c, err)
		}
	}
}

// What a result is asked of does the work.
func (h *harbor) probe() {
	for {
		go func() { // want `raw-go`
			req, cancel := request()
			defer cancel()
			if err := pipeline.Do(req).Error(); err != nil {
				h.log.Error("probe", "err", err)
				return
			}
		}()
		<-h.ended
	}
}

type piped struct{}
type reply struct{}

func (piped) Do(req *http.Request) reply { return reply{} }
func (reply) Error() error               { return nil }

var pipeline piped

func request() (*http.Request, context.CancelFunc) {
	_, cancel := context.WithCancel(context.Background())
	return nil, cancel
}

// The end of several things, once there is no need of them, goes by the first.
func (h *harbor) linked(ctx context.Context, r, w io.Closer, onMove func(func()), moved struct{ start func(func()) }) {
	go func() { // want `raw-go`
		<-ctx.Done()
		r.Close()
		w.Close()
	}()
	go moved.start(h.halt) // want `raw-go`
	for _, id := range []int{1, 2} {
		go func(ctx context.Context, log *slog.Logger) { // want `raw-go`
			h.unloadBy(ctx, log, id)
		}(ctx, h.log)
	}
}

// A channel that only says that something is over has no name for it, and a result is told by both its parts.
func (h *harbor) over(ctx context.Context, fut *future) {
	done := make(chan struct{})
	go func() { // want `raw-go`
		h.wg.Wait()
		close(done)
	}()
	go func() { // want `raw-go`
		resp, err := h.client.Get("policy")
		fut.Set(resp, err)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

type future struct{}

func (f *future) Set(resp *http.Response, err error) {}

// unloadBy logs with a context that does not end it.
func (h *harbor) unloadBy(ctx context.Context, log *slog.Logger, id int) {
	log.InfoContext(ctx, "unloads")
	_ = h.unload(id)
}

// A method of error has no package.
func (h *harbor) said() {
	go func() { // want `raw-go`
		println(error.Error(h.flush()))
	}()
}
