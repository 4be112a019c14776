// Corpus runs tether on pinned checkouts of real repositories and says what a change
// of tether changes there: the findings, the classes of launches and the fates of
// resources that are added, dropped or altered, against the snapshot that is kept in
// audit/snapshot. What somebody has judged by reading the code (audit/verdicts.tsv)
// carries the verdict, so that a wrong finding that comes back, or a right one that
// is lost, fails the run.
//
//	go run ./internal/corpus -dir DIR [-tether bin/tether] [-only a,b] [-update] [-clone]
//	go run ./internal/corpus -accuracy [-check]
//	go run ./internal/corpus -openers -dir DIR
//
// DIR has a checkout for each row of audit/repositories.tsv, at its revision; -clone
// brings those that are missing. Nothing in a checkout is changed. -update writes the
// snapshot anew, after the differences have been looked at. -accuracy needs no checkout:
// it counts the verdicts of what the snapshot holds, and writes the tables of
// docs/accuracy.md.
//
// Exit 0 where nothing judged got worse, 1 where something did, 2 where a repository
// could not be analysed.
//
// The idea of a kept answer over a pinned corpus is lintcheck's, of rust-clippy.
package main
