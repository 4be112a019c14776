// Package owners finds what the values of a type own and fail to release.
//
// An owner is a struct type with a release method, as Close. A field of it is owned
// where all that is ever stored in it was acquired by the function that stores it,
// and nobody else has it: then nobody but the package can release it, and the
// package is in sight.
//
// A field is forgotten where no function of the package releases it. It is skipped
// where one method releases it, and that method returns on some path without
// having done so, since something else could not be ended.
//
// # Where it is silent
//
// Each use of a field, and of a local that holds the same, is looked at: one that
// gives it to somebody who could release it ends the matter, as do a field that is
// returned, sent, stored elsewhere, or whose address is taken. A prepared statement ends with
// its database, where the package closes that. Fields that are
// exported or embedded, and those of struct types without a name, are not looked
// at, nor is what slices and maps hold. What was acquired with a context that came
// from outside may end with that. Test files are not read: what they release is
// released in tests only.
//
// # The files
//
// owners.go is the front, stores.go is about what is stored, uses.go about what is done with
// it, makers.go about what ends with what has made it, skips.go about paths of a release method.
package owners
