package rows

import (
	"slices"
	"strings"
)

// A Release is a method by which something is let go of, and how messages speak
// of that.
type Release struct {
	Name string
	Done string // f is not DONE
	Do   string // DO it

	// Owner: a type that has such a method may own something, and by it lets go.
	Owner bool
	// Holder: called on whatever holds the resource it releases that, too.
	Holder bool
}

// Releases are the methods that are known by name, the usual ones first. Discard,
// Drain, Flush and Wait mean other things to other types: they are believed only
// where a row names them.
var Releases = []Release{
	{Name: "Close", Done: "closed", Do: "close", Owner: true, Holder: true},
	{Name: "Stop", Done: "stopped", Do: "stop", Owner: true, Holder: true},
	{Name: "Shutdown", Done: "shut down", Do: "shut down", Owner: true, Holder: true},
	{Name: "Release", Done: "released", Do: "release", Owner: true, Holder: true},
	{Name: "CloseNow", Done: "closed", Do: "close", Owner: true, Holder: true},
	{Name: "Cancel", Done: "cancelled", Do: "cancel", Owner: true, Holder: true},
	{Name: "End", Done: "ended", Do: "end", Owner: true, Holder: true},
	{Name: "Rollback", Done: "rolled back", Do: "roll back", Owner: true, Holder: true},
	{Name: "Commit", Done: "committed", Do: "commit", Owner: true, Holder: true},
	{Name: "Destroy", Done: "destroyed", Do: "destroy", Owner: true, Holder: true},
	{Name: "Free", Done: "freed", Do: "free", Owner: true, Holder: true},
	{Name: "Disconnect", Done: "disconnected", Do: "disconnect", Owner: true, Holder: true},
	{Name: "EndSession", Done: "ended", Do: "end", Owner: true, Holder: true},
	{Name: "Unsubscribe", Done: "unsubscribed", Do: "unsubscribe", Owner: true, Holder: true},
	{Name: "AsyncClose", Done: "closed", Do: "close", Owner: true, Holder: true},
	{Name: "Discard", Done: "discarded", Do: "discard", Owner: true},

	{Name: "Done", Done: "done", Do: "end", Holder: true},
	{Name: "Finish", Done: "finished", Do: "finish", Holder: true},
	{Name: "Cleanup", Done: "cleaned up", Do: "clean up", Holder: true},
	{Name: "close", Done: "closed", Do: "close", Holder: true},
	{Name: "stop", Done: "stopped", Do: "stop", Holder: true},
	{Name: "shutdown", Done: "shut down", Do: "shut down", Holder: true},
	{Name: "release", Done: "released", Do: "release", Holder: true},
	{Name: "cancel", Done: "cancelled", Do: "cancel", Holder: true},
	{Name: "destroy", Done: "destroyed", Do: "destroy", Holder: true},
	{Name: "cleanup", Done: "cleaned up", Do: "clean up", Holder: true},

	{Name: "CloseWithError", Done: "closed", Do: "close"},
	{Name: "Flush", Done: "flushed", Do: "flush"},
	{Name: "Drain", Done: "drained", Do: "drain"},
	{Name: "Wait", Done: "waited for", Do: "wait for"},
	{Name: Called, Done: "called", Do: "call"},
}

// Owners are the names of the releases by which types let go of what they own.
var Owners = func() (names []string) {
	for _, r := range Releases {
		if r.Owner {
			names = append(names, r.Name)
		}
	}
	return names
}()

// IsHolder reports whether a method of that name, called on what holds a resource,
// usually releases it.
func IsHolder(name string) bool {
	for i := range Releases {
		if Releases[i].Name == name {
			return Releases[i].Holder
		}
	}
	return false
}

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
	for i := range Releases {
		if Releases[i].Name == name {
			done, do = Releases[i].Done, Releases[i].Do
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
