// Package dates knows what day it is, for what counts until a date: a directive, an
// exclude, an entry of a baseline. A day ends when it ends in UTC, the same for
// everybody; SOURCE_DATE_EPOCH stands for now, so that a run can be repeated.
package dates

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const layout = time.DateOnly

// Today is the date of today.
func Today() string {
	now := time.Now()
	if seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		now = time.Unix(seconds, 0)
	}
	return now.UTC().Format(layout)
}

// Check says what is wrong with a date.
func Check(date string) error {
	if _, err := time.Parse(layout, date); err != nil {
		return fmt.Errorf("%q is not a date: write it as in 2027-03-31", date)
	}
	return nil
}

// Passed reports whether a date is over; "" never is.
func Passed(date string) bool { return date != "" && date < Today() }

var until = regexp.MustCompile(`until"?:\s*"?(\d{4}-\d{2}-\d{2})`)

// PassedIn are the dates in a file after which something there counts no longer, and
// that are over. A result that was made before is another one than one made after.
func PassedIn(content []byte) string {
	var list []string
	for _, m := range until.FindAllSubmatch(content, -1) {
		if date := string(m[1]); Passed(date) {
			list = append(list, date)
		}
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " ")
}
