"""The engine's own passes around user shaders: conversion, planes, light, tone mapping."""
