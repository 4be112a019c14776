// Package iface has interfaces and functions in variables.
package iface

// Runner runs.
type Runner interface{ Run() }

// Hook is a variable.
var Hook = func() {}
