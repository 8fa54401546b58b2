#!/usr/bin/perl
# Everything that a script is told about its request.
use strict;
use warnings;

print "Content-Type: text/plain; charset=utf-8\n\n";
print map { "$_=$ENV{$_}\n" } sort keys %ENV;
