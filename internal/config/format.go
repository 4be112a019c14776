package config

import "github.com/tetherlint/tether/internal/finding"

// The types below are .tether.yml as editors know it: the JSON Schema is
// generated from them, with the tag doc for the description. (Read goes by the
// nodes of the file, for the sake of positions; a test holds both together.)

// A File is the whole file.
type File struct {
	Version   int                 `json:"version" const:"1" doc:"Version of this format."`
	Extends   Text                `json:"extends" doc:"A config file, named from the directory of this one, that is the base of it: what this one says wins, a list takes the place of the whole list there, and globs are relative to this file."`
	Profile   string              `json:"profile" enum:"strict,leaks,claims" default:"strict" doc:"leaks: accept is bound, and unclosed/undeferred is off. claims: what is a policy is off: untracked/raw-go, unclosed/undeferred, timers that run once, and what is true and harms nobody, as what a command leaves open when it ends. A key of its own wins over the profile."`
	Accept    finding.Class       `json:"accept" enum:"tracked,joined,bound" default:"tracked" doc:"raw-go lets launches of this class, and better ones, pass."`
	Tests     bool                `json:"tests" default:"false" doc:"Also report in _test.go files."`
	Generated bool                `json:"generated" default:"false" doc:"Also report in generated files."`
	Helpers   []FileHelper        `json:"helpers" doc:"Approved ways to launch, besides the built-in ones. The first is what fixes rewrite to."`
	Launchers []FileLauncher      `json:"launchers" doc:"Functions that start a goroutine and return its handle."`
	Resources []FileResource      `json:"resources" doc:"Functions whose result must be released, and some whose result need not."`
	Rules     map[RuleName]Switch `json:"rules" doc:"What becomes of what a rule finds: error fails a run, warn shows it and fails nothing, off leaves it out."`
	Exclude   []FileExclude       `json:"exclude" doc:"Files, or functions, to which rules do not apply."`
}

// A FileHelper is an entry of helpers.
type FileHelper struct {
	_       struct{} `oneOf:"launch;start,done;deny"`
	Launch  Func     `json:"launch" doc:"Runs a function on a goroutine."`
	Call    string   `json:"call" doc:"How a fix writes the call, with parameters for arguments: task.Go(ctx, name, func(ctx context.Context) error)"`
	Wait    Name     `json:"wait" doc:"Method of the receiver that awaits what was launched."`
	Fn      Index    `json:"fn" doc:"Index of the parameter that is launched, where it is not the only function."`
	Refuses bool     `json:"refuses" default:"false" doc:"Its error or bool says that the function will not run."`
	Scope   []Glob   `json:"scope" doc:"Approved in these files only."`
	Start   Func     `json:"start" doc:"Handle form: called before the go statement."`
	Done    Name     `json:"done" doc:"Handle form: method of start's result, deferred inside the goroutine."`
	Deny    Func     `json:"deny" doc:"A built-in helper that is not approved."`
}

// A FileLauncher is an entry of launchers.
type FileLauncher struct {
	_      struct{} `oneOf:"call"`
	Call   Func     `json:"call" doc:"The function."`
	Handle Index    `json:"handle" default:"0" doc:"Index of the result that is the handle."`
}

// A FileResource is an entry of resources.
type FileResource struct {
	_       struct{}  `oneOf:"open;ignore"`
	Open    Func      `json:"open" doc:"The function that opens it."`
	Release OneOrMore `json:"release" doc:"Method of the resource, or function that takes it; of several any one will do. May be left out where tether knows it, as of os.MkdirTemp."`
	Result  Index     `json:"result" default:"0" doc:"Index of the result that is the resource."`
	Field   Name      `json:"field" doc:"Field of the result that is released, as Body of *http.Response."`
	Kind    Kind      `json:"kind" enum:"leak,flush" default:"leak" doc:"What is lost without a release: the resource, or buffered data."`
	Ignore  Func      `json:"ignore" doc:"What it returns need not be released."`
}

// A FileExclude is an entry of exclude.
type FileExclude struct {
	_      struct{}   `anyOf:"path,reason;callee,reason"`
	Path   Glob       `json:"path" doc:"The files; with callee, those in which it is lifted. legacy/** is all below a directory."`
	Callee Func       `json:"callee" doc:"The function that is launched, opens or is called: lifts what is about it."`
	Rules  []RuleName `json:"rules" doc:"All rules, if left out."`
	Reason Text       `json:"reason" doc:"Why; it is required."`
	Until  Date       `json:"until" doc:"The last day, in UTC, on which the entry counts."`
}

// The kinds of values; the schema says of each what is valid.
type (
	Name      string   // of a method or field
	Index     int      // of a parameter or result
	Glob      string   // relative to the directory of the config
	RuleName  string   // in full, or the id alone
	Text      string   // not empty
	Switch    string   // off, warn or error; on is error
	Date      string   // as in 2027-03-31
	OneOrMore []string // a text, or a list of texts
)
