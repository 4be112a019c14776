// This file adds the helpers of a config to those that need none.

package catalog

import (
	"slices"
	"sync"

	"github.com/tetherlint/tether/internal/config"
)

var builtinHelpers = sync.OnceValue(func() *Helpers { return NewHelpers(builtin) })

// BuiltinHelpers is the set of the helpers that need no config.
func BuiltinHelpers() *Helpers { return builtinHelpers() }

// HelpersOf is the set of helpers under a config: the built-in ones, those that
// it adds, and what it says of either. Of two entries for one function the later
// one counts, with the scopes of both; a denial counts wherever it stands.
func HelpersOf(c *config.Config) *Helpers {
	if len(c.Helpers) == 0 && len(c.Launchers) == 0 {
		return BuiltinHelpers()
	}
	list := slices.Clone(builtin)
	for i := range c.Helpers {
		if e := &c.Helpers[i]; e.Deny == "" {
			list = append(list, configured(c, e, list))
		}
	}
	for i := range c.Helpers {
		if name := string(c.Helpers[i].Deny); name != "" {
			h := known(list, name)
			h.Launch, h.Denied = name, true
			list = append(list, h)
		}
	}
	h := NewHelpers(list)
	for _, l := range c.Launchers {
		h.launchers[string(l.Call)] = l.Handle
		h.short[lastPart(string(l.Call))] = true
	}
	return h
}

// configured is the helper that an entry of the config describes. What it leaves
// open of a built-in one stays as it is.
func configured(c *config.Config, e *config.Helper, list []Helper) Helper {
	h := known(list, string(e.Name()))
	inScope := func(file string) bool { return c.Approves(e, file) }
	earlier := h.Approved
	// An entry approves where it says; a built-in helper is approved everywhere only where none says anything.
	again := h.Launch != "" && slices.ContainsFunc(list[len(builtin):], func(o Helper) bool { return o.Launch == h.Launch })
	h.Launch, h.Approved = string(e.Name()), inScope
	switch {
	case len(e.Scope) == 0, again && earlier == nil:
		h.Approved = nil
	case earlier != nil:
		h.Approved = func(file string) bool { return earlier(file) || inScope(file) }
	}
	if e.Wait != "" {
		h.Waits = []string{e.Wait}
	}
	if e.Fn >= 0 {
		h.Fn = e.Fn
	}
	h.Refuses = h.Refuses || e.Refuses
	if e.Start != "" {
		h.Done, h.Fn = e.Done, NoFn
	}
	return h
}

// known is the last helper of the list for a function, or one of which nothing
// is known yet.
func known(list []Helper, name string) Helper {
	for _, h := range slices.Backward(list) {
		if h.Launch == name {
			return h
		}
	}
	return Helper{Fn: OnlyFn}
}
