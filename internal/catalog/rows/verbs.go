// This file has what the first words of names say of functions that nothing else is known of.

package rows

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Verb is what the first word of a function's name says that it does. It is asked where
// nothing else is known of the function, and what is seen of it goes before.
type Verb uint16

// Each is a question of its own, as the roles of methods are: whoever asks one knows which
// answer is the safe one.
const (
	Ends       Verb = 1 << iota // a method ends what it is called on
	Settles                     // it ends or settles something, which a method that releases may have to do first
	Outputs                     // it writes what has been kept so far
	Starts                      // a method runs what it is called on, for as long as a context says
	Discharges                  // a method ends what it is called on, or gives it back: nothing is owed after it
	Gets                        // it gives what was there already
	Makes                       // it makes what it gives, even where nothing is given to it
	Stores                      // of the standard library: it keeps what it is given
	Sets                        // a function out of sight keeps what it is given, in the place of another
	Reports                     // it says something
	Keeps                       // it is there to keep what it is given
	Reads                       // it has done with what it is given when it returns
	Launches                    // it may start a goroutine with it
)

const (
	// unexported: the name may be one as well; other questions are about what packages offer.
	unexported = Ends | Settles | Outputs | Starts
	// whole: the word must end where it does in the name. Get is one in GetConn, not in Getaway.
	whole = Gets | Keeps | Launches
)

// verbs are the words, in lower case.
var verbs = map[string]Verb{
	"abort":            Ends | Discharges,
	"acquire":          Keeps,
	"add":              Keeps,
	"apply":            Reads,
	"attach":           Keeps,
	"backup":           Reads,
	"begin":            Makes,
	"bind":             Starts,
	"cancel":           Ends | Settles | Discharges,
	"check":            Reads,
	"cleanup":          Ends,
	"close":            Ends | Settles | Discharges,
	"commit":           Ends | Outputs | Discharges,
	"compare":          Reads,
	"configure":        Keeps,
	"contains":         Reads,
	"convert":          Reads,
	"copy":             Outputs | Reads,
	"count":            Reads,
	"create":           Makes,
	"current":          Gets,
	"debug":            Reports,
	"decode":           Reads,
	"delete":           Settles | Discharges,
	"destroy":          Ends | Settles | Discharges,
	"detach":           Ends | Discharges,
	"dial":             Makes,
	"discard":          Discharges,
	"disconnect":       Ends | Settles | Discharges,
	"dispose":          Ends,
	"done":             Discharges,
	"drain":            Ends | Settles,
	"dump":             Outputs | Reads,
	"encode":           Outputs | Reads,
	"end":              Ends,
	"equal":            Reads,
	"error":            Reports,
	"exec":             Reads,
	"execute":          Reads,
	"exit":             Ends | Discharges,
	"export":           Reads,
	"extract":          Reads,
	"fatal":            Reports,
	"finalize":         Discharges,
	"find":             Gets,
	"finish":           Ends | Settles | Discharges,
	"flock":            Keeps,
	"flush":            Outputs,
	"format":           Reads,
	"fprint":           Outputs | Reads,
	"free":             Ends | Settles | Discharges,
	"fsync":            Outputs,
	"generate":         Reads,
	"get":              Gets | Reads,
	"go":               Keeps | Launches,
	"handle":           Stores | Keeps,
	"hash":             Reads,
	"hijack":           Ends | Discharges,
	"import":           Reads,
	"info":             Reports,
	"init":             Starts | Keeps,
	"install":          Keeps,
	"is":               Reads,
	"keep":             Keeps,
	"kill":             Ends | Settles | Discharges,
	"list":             Reads,
	"listen":           Starts | Keeps | Launches,
	"load":             Reads,
	"lock":             Keeps,
	"log":              Reports,
	"lookup":           Gets,
	"loop":             Starts | Launches,
	"make":             Makes,
	"map":              Keeps,
	"marshal":          Reads,
	"mmap":             Keeps,
	"monitor":          Keeps | Launches,
	"new":              Makes | Reads,
	"notify":           Keeps,
	"on":               Keeps,
	"open":             Starts | Makes,
	"panic":            Reports,
	"parse":            Reads,
	"peek":             Gets,
	"persist":          Outputs,
	"print":            Reports | Reads,
	"push":             Stores | Keeps,
	"put":              Discharges | Keeps,
	"query":            Reads,
	"quit":             Ends | Discharges,
	"read":             Reads,
	"recycle":          Discharges,
	"redirect":         Sets,
	"register":         Stores | Sets | Keeps,
	"release":          Ends | Settles | Discharges,
	"remove":           Settles | Discharges,
	"rename":           Settles,
	"render":           Reads,
	"reset":            Keeps,
	"restore":          Reads,
	"return":           Discharges,
	"rollback":         Ends | Settles | Discharges,
	"run":              Starts | Keeps | Launches,
	"save":             Outputs | Reads,
	"scan":             Reads,
	"search":           Reads,
	"seek":             Settles,
	"send":             Outputs | Reads,
	"serialize":        Reads,
	"serve":            Starts | Keeps | Launches,
	"set":              Sets | Keeps,
	"setdeadline":      Settles,
	"setreaddeadline":  Settles,
	"setwritedeadline": Settles,
	"shutdown":         Ends | Settles | Discharges,
	"skip":             Reports,
	"spawn":            Keeps | Launches,
	"start":            Starts | Makes | Keeps | Launches,
	"stop":             Ends | Settles | Discharges,
	"store":            Stores | Keeps,
	"subscribe":        Keeps,
	"sum":              Reads,
	"swap":             Stores,
	"sync":             Outputs,
	"teardown":         Ends,
	"terminate":        Ends | Settles,
	"trace":            Reports,
	"track":            Keeps,
	"truncate":         Outputs,
	"trylock":          Keeps,
	"uninstall":        Ends,
	"unload":           Ends,
	"unlock":           Settles,
	"unmarshal":        Reads,
	"unmount":          Ends,
	"unref":            Discharges,
	"unsubscribe":      Ends | Settles,
	"upload":           Reads,
	"use":              Keeps,
	"validate":         Reads,
	"verify":           Reads,
	"wait":             Ends | Settles,
	"warn":             Reports,
	"watch":            Starts | Keeps | Launches,
	"with":             Keeps,
	"withvalue":        Stores,
	"write":            Outputs | Reads,
}

// words has the words of each verb.
var words = func() map[Verb][]string {
	of := make(map[Verb][]string)
	for word, is := range verbs {
		for v := Verb(1); v <= Launches; v <<= 1 {
			if is&v != 0 {
				of[v] = append(of[v], word)
			}
		}
	}
	return of
}()

// Says reports whether a function does something, by the first word of its name.
func Says(name string, does Verb) bool {
	if first, _ := utf8.DecodeRuneInString(name); does&unexported == 0 && !unicode.IsUpper(first) {
		return false
	}
	for _, word := range words[does] {
		if len(name) >= len(word) && strings.EqualFold(name[:len(word)], word) && (does&whole == 0 || endsWord(name[len(word):])) {
			return true
		}
	}
	return false
}

// endsWord reports whether a word has ended before the rest of a name.
func endsWord(rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || next == '_' || unicode.IsUpper(next)
}
