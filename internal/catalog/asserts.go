// This file has the functions of testing packages that state something: require.NoError.

package catalog

import "strings"

// An Assertion is what a test states of an argument of a call.
type Assertion uint8

// What can be stated.
const (
	NoAssertion  Assertion = iota
	AssertsNil             // it is nil
	AssertsError           // it is an error, or not nil at all
)

// asserts lists functions by which tests state something of an error or a value,
// by name: those of testify's require and assert, and of gotest.tools' assert.
var asserts = map[string]Assertion{
	"NoError": AssertsNil, "Nil": AssertsNil, "NilError": AssertsNil, "Zero": AssertsNil, "Empty": AssertsNil,
	"Error": AssertsError, "ErrorIs": AssertsError, "ErrorAs": AssertsError, "ErrorContains": AssertsError,
	"EqualError": AssertsError, "NotNil": AssertsError, "ErrorType": AssertsError,
}

// Asserts says what a call of the function states of which argument, the receiver
// being 0. Where the test goes on though it does not hold, stops is false.
func (c *Callee) Asserts() (what Assertion, arg int, stops bool) {
	if c.fn == nil {
		return NoAssertion, 0, false
	}
	switch path := c.fn.Pkg().Path(); {
	case path == "github.com/stretchr/testify/require":
		stops = true
	case path == "github.com/stretchr/testify/assert":
	case strings.HasPrefix(path, "gotest.tools/") && strings.HasSuffix(path, "/assert"):
		stops = true
	default:
		return NoAssertion, 0, false
	}
	what = asserts[strings.TrimSuffix(c.fn.Name(), "f")]
	if arg = 2; c.fn.Signature().Recv() != nil {
		arg = 1 // the receiver has the test
	}
	return what, arg, stops
}
