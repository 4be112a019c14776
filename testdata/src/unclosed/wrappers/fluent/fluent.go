// Package fluent has a logger whose methods return it, changed.
package fluent

import "io"

// A Logger writes.
type Logger struct {
	w      io.Writer
	level  int
	fields []string
}

// New makes one.
func New(w io.Writer) Logger { return Logger{w: w} }

// Level is the same logger, by value.
func (l Logger) Level(n int) Logger {
	l.level = n
	return l
}

// A Context makes a logger.
type Context struct{ l Logger }

// With starts one.
func (l Logger) With() Context {
	fields := l.fields
	l.fields = append([]string{}, fields...)
	return Context{l}
}

// Str adds a field.
func (c Context) Str(key string) Context {
	c.l.fields = append(c.l.fields, key)
	return c
}

// Logger is what has been made.
func (c Context) Logger() Logger { return c.l }

// Clone is a copy, by a variable.
func (l *Logger) Clone() *Logger {
	c := *l
	c.level++
	return &c
}

// Stats has nothing of the logger but a number.
func (l Logger) Stats() *Stats { return &Stats{Level: l.level} }

// Stats are numbers.
type Stats struct{ Level int }
