package oracle

// A Limit is a documented reason why a leak is not reported.
type Limit struct {
	Why     string
	applies func(*Func, *Site) bool
}

// Limits are all that there are.
var Limits = []Limit{
	{"what a literal stores in a variable of the function around it is handed over", func(_ *Func, s *Site) bool { return s.Features["captured"] }},
	{"a deferred release under a condition of which nothing is known is believed", func(_ *Func, s *Site) bool { return s.Features["deferred if"] }},
	{"a callee that may release is believed", func(_ *Func, s *Site) bool { return s.Features["may release"] }},
	{"a callee that is given the address of the variable may release what is in it", func(_ *Func, s *Site) bool { return s.Features["address given"] }},
	{"who drops what a callee says may be nil without an error may know that it is", func(_ *Func, s *Site) bool { return s.Features["maybe nil, dropped"] }},
	{"what a callee stores in a field is handed over", func(_ *Func, s *Site) bool { return s.Features["field's address"] }},
}

// limit is the reason why a leak of a site is not reported, or "".
func limit(f *Func, s *Site) string {
	for _, l := range Limits {
		if l.applies(f, s) {
			return l.Why
		}
	}
	return ""
}
