// This file has what the names of methods say, foremost of those that release something.

package rows

import (
	"slices"
	"strings"
)

// A Method is one that is known by its name: mostly one by which something is let go of.
type Method struct {
	Name string
	Done string // f is not DONE; "" where no resource is released so
	Do   string // DO it
	Is   Role
}

// A Role is what the name of a method alone says of it, where nothing else is known.
type Role uint16

// Each is a question of its own, since an answer that is safe for one is not for another: what
// makes a rule quiet may be on a list too many, what a fix relies on may not.
const (
	Owner    Role = 1 << iota // a type that has it may own something, and lets go of that by it
	Holder                    // called on whatever holds a resource it releases that, too
	Last                      // by it a type lets go of all that it owns: nothing comes after it, as it may after a Commit
	Ender                     // by it one ends what a value of another package has launched, or waits for that
	Stopper                   // by it the owner of timers and goroutines stops: there a fix stops one more
	Abort                     // it gives up what a Commit would have kept
	Awaited                   // somebody may wait for what it does: who calls it must not be refused to run
	Closing                   // how work ends, so that it gives the work no name
	Farewell                  // functions call it on their way out; it is no part of their work
	Unheard                   // of these, what nobody waits for
	Value                     // a variable of the name has a function that is called on the way out
)

// Methods are the methods that are known by name, the usual ones first: where a type has
// several, messages speak of the first. Discard, Drain, Flush and Wait mean other things to
// other types: that they release is believed only where a row names them.
var Methods = []Method{
	{Name: "Close", Done: "closed", Do: "close", Is: Owner | Holder | Last | Ender | Stopper | Awaited | Closing | Farewell},
	{Name: "Stop", Done: "stopped", Do: "stop", Is: Owner | Holder | Last | Ender | Stopper | Awaited | Closing | Farewell},
	{Name: "Shutdown", Done: "shut down", Do: "shut down", Is: Owner | Holder | Last | Ender | Stopper | Awaited | Farewell},
	{Name: "Wait", Done: "waited for", Do: "wait for", Is: Ender},
	{Name: "CloseNow", Done: "closed", Do: "close", Is: Owner | Holder | Last},
	{Name: "Cancel", Done: "cancelled", Do: "cancel", Is: Owner | Holder | Ender | Abort | Awaited | Farewell},
	{Name: "Done", Done: "done", Do: "end", Is: Holder | Ender | Farewell},
	{Name: "Quit", Is: Ender},
	{Name: "Release", Done: "released", Do: "release", Is: Owner | Holder | Last | Ender | Awaited | Closing | Farewell},
	{Name: "End", Done: "ended", Do: "end", Is: Owner | Holder},
	{Name: "Rollback", Done: "rolled back", Do: "roll back", Is: Owner | Holder | Abort | Awaited},
	{Name: "Commit", Done: "committed", Do: "commit", Is: Owner | Holder},
	{Name: "Destroy", Done: "destroyed", Do: "destroy", Is: Owner | Holder | Last},
	{Name: "Free", Done: "freed", Do: "free", Is: Owner | Holder | Last},
	{Name: "Disconnect", Done: "disconnected", Do: "disconnect", Is: Owner | Holder},
	{Name: "EndSession", Done: "ended", Do: "end", Is: Owner | Holder},
	{Name: "Unsubscribe", Done: "unsubscribed", Do: "unsubscribe", Is: Owner | Holder},
	{Name: "AsyncClose", Done: "closed", Do: "close", Is: Owner | Holder | Last},
	{Name: "Discard", Done: "discarded", Do: "discard", Is: Owner | Abort | Awaited},

	{Name: "Finish", Done: "finished", Do: "finish", Is: Holder},
	{Name: "Cleanup", Done: "cleaned up", Do: "clean up", Is: Holder},
	{Name: "close", Done: "closed", Do: "close", Is: Holder | Last},
	{Name: "stop", Done: "stopped", Do: "stop", Is: Holder | Last},
	{Name: "shutdown", Done: "shut down", Do: "shut down", Is: Holder | Last},
	{Name: "release", Done: "released", Do: "release", Is: Holder},
	{Name: "cancel", Done: "cancelled", Do: "cancel", Is: Holder | Value},
	{Name: "destroy", Done: "destroyed", Do: "destroy", Is: Holder | Last},
	{Name: "cleanup", Done: "cleaned up", Do: "clean up", Is: Holder},

	{Name: "CloseWithError", Done: "closed", Do: "close", Is: Awaited | Closing},
	{Name: "Flush", Done: "flushed", Do: "flush", Is: Closing | Farewell},
	{Name: "Drain", Done: "drained", Do: "drain"},
	{Name: Called, Done: "called", Do: "call"},

	{Name: "Abort", Is: Abort | Awaited},
	{Name: "CloseRead", Is: Awaited | Closing},
	{Name: "CloseWrite", Is: Awaited | Closing},
	{Name: "CloseSend", Is: Awaited},
	{Name: "Kill", Is: Awaited},
	{Name: "Signal", Is: Awaited},
	{Name: "Broadcast", Is: Awaited},
	{Name: "GracefulStop", Is: Awaited},
	{Name: "Lock", Is: Farewell},
	{Name: "RLock", Is: Farewell},
	{Name: "Unlock", Is: Farewell | Unheard},
	{Name: "RUnlock", Is: Farewell | Unheard},
	{Name: "Sync", Is: Farewell},
	{Name: "Error", Is: Farewell | Unheard},
	{Name: "String", Is: Farewell | Unheard},
}

// roles has the Role of each name: it is asked about every call.
var roles = func() map[string]Role {
	is := make(map[string]Role, len(Methods))
	for _, m := range Methods {
		is[m.Name] = m.Is
	}
	return is
}()

// Is reports whether a method has a role, by its name.
func Is(name string, role Role) bool { return roles[name]&role != 0 }

// inRole lists the methods of a role.
func inRole(role Role) (names []string) {
	for _, m := range Methods {
		if m.Is&role != 0 {
			names = append(names, m.Name)
		}
	}
	return names
}

// The methods of a role where all of them are gone through, in their order.
var (
	Owners   = inRole(Owner)
	Lasts    = inRole(Last)
	Enders   = inRole(Ender)
	Stoppers = inRole(Stopper)
	Aborts   = inRole(Abort)
)

// Deferred is the one of several releases that a defer would call: rolling back
// what is committed does nothing.
func Deferred(releases []string) string {
	if slices.Contains(releases, "Rollback") {
		return "Rollback"
	}
	return releases[0]
}

// Words are how messages speak of a release: f is not DONE, and DO it.
func Words(releases []string) (done, do string) {
	name := Deferred(releases)
	done, do = "released", "release"
	if IsFunc(name) {
		name = name[strings.LastIndexByte(name, '.')+1:]
	}
	for _, m := range Methods {
		if m.Name == name && m.Done != "" {
			done, do = m.Done, m.Do
		}
	}
	if name != "Commit" && slices.Contains(releases, "Commit") {
		return "committed or " + done, "end"
	}
	return done, do
}

// IsFunc reports whether a release is a function, named in full, that the resource
// is given to.
func IsFunc(release string) bool {
	return release != Called && strings.ContainsRune(release, '.')
}
