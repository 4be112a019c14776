package stuck

var debug = func(...any) {}
