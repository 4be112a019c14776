// Package hiddenconfig uses a dependency's helpers.
package hiddenconfig

import "example.com/dep/lib"

func more() {}

// Use uses them.
func Use(r *lib.Runner) {
	lib.Spawn(more)
	lib.Scoped(more) // want "untracked/raw-go detached"
	lib.Denied(more) // want "untracked/raw-go detached"
	lib.Plain(more)  // want "untracked/hidden-launch"
	lib.Every(more)  // want "untracked/dropped-handle detached"
	j := lib.Every(more)
	_ = j
	r.Go(more)
	var own lib.Runner
	own.Go(more) // want "untracked/unwaited"
	h := lib.Begin()
	go func() {
		defer h.End()
	}()
	go lib.Spawn(more) // want "untracked/raw-go detached"
	go lib.Plain(more) // want "untracked/raw-go detached" "untracked/hidden-launch"
}
