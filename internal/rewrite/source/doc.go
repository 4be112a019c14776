// Package source has the files of a package as fixes see them: their text, what names mean in them,
// and where there is room for an import or a name. It changes nothing; what fixes add to a file is
// noted, so that all of them agree.
//
// # The files
//
// source.go is what is known of a file; text.go its lines, comments and ends. types.go has what types
// and calls are asked in a word, words.go makes names of what is written. names.go and scope.go say
// what a name means, and which are free; imports.go adds imports, where gofmt would have
// put them, in the group of importgroups.go; importsapart.go asks whether the module's own are apart.
// module.go, vendored.go and packages.go are about the module and what it requires, beside.go and
// structbeside.go about files that are not of this build.
package source
