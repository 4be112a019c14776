// This file reads what the comment above a launch says that it is for: a few plain words are the
// best name that a task can have.
//
//	// Flush the buffers.
//	go func() { ... }()
//
//	// Discard the remaining jobs on cancellation to unblock the senders.
//	done := make(chan struct{})
//	go func() { ... }()

package taskname

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/rewrite/source"
)

// plainWords is what a comment is made of that can be a name.
var plainWords = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9/-]*( [A-Za-z0-9][A-Za-z0-9/-]*){1,4}$`)

// aside are words of comments that are about the code, not about what it is for.
var aside = []string{
	"todo", "fixme", "xxx", "hack", "note", "nolint", "start", "starts", "launch", "launches", "spawn", "spawns", "fire", "kick", "goroutine", "goroutines",
	"go", "background", "async", "asynchronously", "concurrently", "parallel", "thread", "block", "blocks", "blocking", "wait", "waits",
	"we", "it", "this", "that", "these", "here", "above", "below", "not", "never", "must", "should", "will", "can", "may", "because", "since", "if", "when", "so", "otherwise", "now", "then", "finally", "is", "are", "was",
	"has", "have", "had", "rest", "func", "function", "stuff", "thing", "things",
}

// purpose is what the comment line above a statement says that it is for, "" where it says
// something else or more.
func purpose(s *source.File, stmt ast.Stmt) string {
	line := s.Token.Line(stmt.Pos())
	if line == 1 || s.Content == nil {
		return ""
	}
	g := s.Comment(s.Token.LineStart(line-1), stmt.Pos())
	if g == nil || len(g.List) != 1 || g.End() >= s.Token.LineStart(line) || !s.StartsLine(g.Pos()) {
		return ""
	}
	said := manner.ReplaceAllString(strings.TrimSuffix(strings.TrimPrefix(g.List[0].Text, "// "), "."), "")
	words := strings.Fields(said)
	if !plainWords.MatchString(said) || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(aside, strings.ToLower(w)) }) {
		return ""
	}
	words[0] = source.LowerFirst(words[0])
	return strings.Join(words, " ")
}

// manner is how what is launched runs, which is said of many and tells none of them.
var manner = regexp.MustCompile(`,? (asynchronously|concurrently|in( the)? background|in parallel|async|in an?( separate| new| own)? goroutine|too|also|as well)$| goroutine$`)

// turns are words with which a sentence goes on to say when, where or why.
var turns = []string{
	"on", "to", "so", "when", "in", "into", "for", "while", "by", "from", "of", "with", "until", "after", "before", "and", "or", "as", "at", "but", "which", "that", "if", "because", "since", "every", "between", "using", "via",
}

// saidFirst is what the comment above a statement says first that it is for, where that is a
// few plain words: "discard the remaining jobs" of "Discard the remaining jobs on cancellation
// to unblock the senders."; "" where it says something else.
func saidFirst(s *source.File, launch *ast.GoStmt) string {
	var stmt ast.Stmt = launch
	if made, ok := s.Before[launch].(*ast.AssignStmt); ok && made.Tok == token.DEFINE && s.Token.Line(made.Pos()) == s.Token.Line(stmt.Pos())-1 {
		if s.Comment(made.End(), stmt.Pos()) == nil {
			stmt = made // it is about what follows: done := make(chan struct{})
		}
	}
	line := s.Token.Line(stmt.Pos())
	if line == 1 || s.Content == nil {
		return ""
	}
	end := s.Token.LineStart(line) // of the line above, whose comment may have begun before
	i := slices.IndexFunc(s.File.Comments, func(g *ast.CommentGroup) bool {
		return g.End() < end && s.Token.Line(g.End()) == line-1 && s.StartsLine(g.Pos())
	})
	if i < 0 || !strings.HasPrefix(s.File.Comments[i].List[0].Text, "// ") {
		return ""
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(s.File.Comments[i].List[0].Text, "// "), ". ")
	words := strings.Fields(manner.ReplaceAllString(strings.TrimRight(first, ".:,"), ""))
	if turn := slices.IndexFunc(words, func(w string) bool { return slices.Contains(turns, strings.ToLower(w)) }); turn >= 0 {
		words = words[:turn]
	}
	said := strings.Join(words, " ")
	if !imperative.MatchString(said) || slices.Contains(noVerbs, words[0]) || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(aside, strings.ToLower(w)) }) {
		return ""
	}
	return source.LowerFirst(said)
}

// noVerbs are words that begin another sentence, or say nothing of what is done.
var noVerbs = []string{"The", "A", "An", "All", "Each", "Any", "No", "One", "Only", "Also", "Use", "Need", "Let", "Perform", "Do", "Make", "Ensure", "Allow", "First", "Our", "Optional", "Unbuffered", "Buffered"}

// imperative is a sentence that may tell to do something: it begins with a capital, and a verb
// has no ending.
var imperative = regexp.MustCompile(`^[A-Z][a-z]*[a-rt-z]( [A-Za-z0-9-]+){1,4}$`)
