#pragma once
// Precompiled for the libraries of ui. A file still includes what it uses; the asan preset proves it.
#include "core/pch.h"

#include <QAbstractTableModel>
#include <QAction>
#include <QBoxLayout>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTimer>
#include <QWidget>
