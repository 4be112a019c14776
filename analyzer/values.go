package analyzer

// An entry is a mapping of a config: keys with plain values.
type entry map[string]any

// set gives a key a value, unless that is the zero value and so says nothing.
func set[T comparable](e entry, key string, v T) {
	if v != *new(T) {
		e[key] = v
	}
}

// list gives a key a list, unless there is nothing in it.
func list[T any](e entry, key string, items []T, value func(T) any) {
	if len(items) == 0 {
		return
	}
	var values []any
	for _, item := range items {
		values = append(values, value(item))
	}
	e[key] = values
}

func text(s string) any { return s }

// values are the options as a config says them, so that one reader checks both.
func (o Options) values() any {
	e := entry{}
	set(e, "profile", o.Profile)
	set(e, "accept", o.Accept)
	set(e, "tests", o.Tests)
	set(e, "generated", o.Generated)
	if len(o.Rules) > 0 {
		levels := entry{}
		for rule, on := range o.Rules {
			levels[rule] = "off"
			if on {
				levels[rule] = "error"
			}
		}
		e["rules"] = levels
	}
	list(e, "helpers", o.Helpers, Helper.values)
	list(e, "launchers", o.Launchers, Launcher.values)
	list(e, "resources", o.Resources, Resource.values)
	list(e, "exclude", o.Exclude, Exclude.values)
	return e
}

func (h Helper) values() any {
	e := entry{}
	set(e, "launch", h.Launch)
	set(e, "call", h.Call)
	if h.Fn != nil {
		e["fn"] = *h.Fn
	}
	set(e, "refuses", h.Refuses)
	set(e, "start", h.Start)
	set(e, "done", h.Done)
	set(e, "wait", h.Wait)
	list(e, "scope", h.Scope, text)
	set(e, "deny", h.Deny)
	return e
}

func (l Launcher) values() any {
	e := entry{"handle": l.Handle}
	set(e, "call", l.Call)
	return e
}

func (r Resource) values() any {
	e := entry{}
	set(e, "open", r.Open)
	list(e, "release", r.Release, text)
	set(e, "result", r.Result)
	set(e, "field", r.Field)
	if r.Flush {
		e["kind"] = "flush"
	}
	set(e, "ignore", r.Ignore)
	return e
}

func (x Exclude) values() any {
	e := entry{}
	set(e, "path", x.Path)
	set(e, "callee", x.Callee)
	list(e, "rules", x.Rules, text)
	set(e, "reason", x.Reason)
	set(e, "until", x.Until)
	return e
}
