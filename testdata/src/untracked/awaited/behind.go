package awaited

import (
	"database/sql"
	"log"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"sync/atomic"
)

// What was deferred before the signal runs when the waiter has gone on.
func behindDone(upload func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(detached\)`
		defer upload()
		defer wg.Done()
		work()
	}()
	wg.Wait()
}

func behindDoneOnAPath(f func(), late bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(detached\)`
		if late {
			defer f()
		}
		defer wg.Done()
		work()
	}()
	wg.Wait()
}

func behindSend(f func() error, upload func()) error {
	errs := make(chan error, 1)
	go func() { // want `\(detached\)`
		defer upload()
		errs <- f()
	}()
	return <-errs
}

func behindClose(jobs chan func()) {
	done := make(chan struct{})
	go func() { // want `\(detached\)`
		defer func() {
			for job := range jobs {
				job()
			}
		}()
		defer close(done)
		work()
	}()
	<-done
}

func (p *pool) behindMethod() {
	p.wg.Add(1)
	go p.runThenUpload() // want `\(bound\)`
}

func (p *pool) runThenUpload() {
	defer p.upload()
	defer p.wg.Done()
	for range p.queue {
		work()
	}
}

func (p *pool) upload() { p.send() }

func (p *pool) send() { http.Get("") }

func behindInLiteral(f func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(detached\)`
		defer func() {
			wg.Done()
			f()
		}()
		work()
	}()
	wg.Wait()
}

// A deferred call waits behind it for somebody else.
func behindWaits(others chan struct{}) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(detached\)`
		defer func() { <-others }()
		defer wg.Done()
		work()
	}()
	wg.Wait()
}

// What is deferred behind the signal runs before it.
func before(f func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(joined\)`
		defer wg.Done()
		defer f()
		work()
	}()
	wg.Wait()
}

// Who only winds up behind it is not missed.
func windsUpBehind(mu *sync.Mutex, running *atomic.Int64, f *os.File, signals chan os.Signal, tx *sql.Tx, cancel func(), report func(any)) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, 4)
	for range 9 {
		slots <- struct{}{}
		wg.Add(1)
		go func() { // want `\(joined\)`
			defer func() { <-slots }()
			defer runtime.KeepAlive(mu)
			defer mu.Unlock()
			defer running.Add(-1)
			defer func() {
				if r := recover(); r != nil {
					report(r)
				}
			}()
			defer says("over")
			defer func() { _ = f.Close() }()
			defer f.Close()
			defer signal.Stop(signals)
			defer os.RemoveAll(f.Name())
			defer cancel()
			defer tx.Rollback()
			defer wg.Done()
			mu.Lock()
			work()
		}()
		wg.Add(1)
		go func() { // want `\(joined\)`
			defer func() {
				switch r := recover(); r {
				case nil:
				default:
					report(r)
				}
			}()
			defer func() {
				if r := recover(); running.Load() > 0 && !(r == nil || r == "") {
					report(r)
				}
			}()
			defer wg.Done()
			work()
		}()
		wg.Add(1)
		go func() { // want `\(joined\)`
			defer reportPanic(report)
			defer func() {
				wg.Done()
				running.Add(-1)
			}()
			work()
		}()
	}
	wg.Wait()
}

func says(what string) { log.Print(what) }

func reportPanic(report func(any)) {
	r := recover()
	if r == nil {
		return
	}
	report(r)
}

// What may be met without a panic is none of what is done about one.
func calmBehind(upload func(), verbose bool, known any) {
	var wg sync.WaitGroup
	wg.Add(4)
	go func() { // want `\(detached\)`
		defer func() {
			if r := recover(); r != known {
				upload()
			}
		}()
		defer wg.Done()
		work()
	}()
	go func() { // want `\(detached\)`
		defer func() {
			if r := recover(); r != nil || verbose {
				upload()
			}
		}()
		defer wg.Done()
		work()
	}()
	go func() { // want `\(detached\)`
		defer func() {
			if r := recover(); !(r != nil) {
				upload()
			}
		}()
		defer wg.Done()
		work()
	}()
	go func() { // want `\(detached\)`
		defer func() {
			if r := recover(); r == nil {
				work()
			}
			upload()
		}()
		defer wg.Done()
		work()
	}()
	wg.Wait()
}

// Somebody may wait for what is sent behind it, too.
func sendsBehind(f func() error) error {
	var wg sync.WaitGroup
	errs := make(chan error, 1)
	wg.Add(1)
	go func() { // want `\(joined\)`
		var err error
		defer func() { errs <- err }()
		defer wg.Done()
		err = f()
	}()
	wg.Wait()
	return <-errs
}

// A method of another package that has no result lets go of something, or says something.
func handsOver(mux *http.ServeMux, h http.Handler, old *http.Server) {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { // want `\(joined\)`
		defer func() {
			wg.Done()
			mux.Handle("/done", h)
		}()
		work()
	}()
	go func() { // want `\(detached\)`
		defer func() {
			wg.Done()
			_ = old.ListenAndServe()
		}()
		work()
	}()
	wg.Wait()
}
