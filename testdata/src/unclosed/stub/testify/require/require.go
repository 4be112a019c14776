// Package require is the part of testify's that the fixtures need.
package require

type TestingT interface{ FailNow() }

func Error(t TestingT, err error, args ...any)           {}
func NoError(t TestingT, err error, args ...any)         {}
func ErrorIs(t TestingT, err, target error, args ...any) {}
func Nil(t TestingT, object any, args ...any)            {}
func FailNow(t TestingT, failure string, args ...any)    {}

type Assertions struct{ t TestingT }

func New(t TestingT) *Assertions { return &Assertions{t} }

func (a *Assertions) Error(err error, args ...any)   {}
func (a *Assertions) NoError(err error, args ...any) {}
